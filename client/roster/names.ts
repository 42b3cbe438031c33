import { useCallback } from 'react';
import { useFormats } from '../i18n/provider.js';
import { useRoster } from './hooks.js';

/** Somebody of the roster in the language that is read; else as the record calls them. */
export function useNameOf(): (agentId: string, otherwise: string) => string {
  const formats = useFormats();
  const { book } = useRoster();
  return useCallback(
    (agentId, otherwise) => {
      const person = book.people.find((one) => one.agentId === agentId);
      return person === undefined ? otherwise : formats.name(person);
    },
    [book, formats],
  );
}
