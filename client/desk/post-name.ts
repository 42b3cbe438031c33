import { useCallback } from 'react';
import { useFormats } from '../i18n/provider.js';
import { useWellbeing } from './wellbeing.js';

/** A back-office post's name by its code; undefined while it is not known. */
export function usePostName(): (code: string | null | undefined) => string | undefined {
  const formats = useFormats();
  const posts = useWellbeing().value?.posts;
  return useCallback(
    (code) => {
      const post = posts?.find((one) => one.code === code);
      return post === undefined ? undefined : formats.name(post);
    },
    [posts, formats],
  );
}
