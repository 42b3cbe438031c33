import './palette.css';
import { useNavigate } from '@tanstack/react-router';
import { Dialog as RadixDialog } from 'radix-ui';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { EffectOp } from '../../../shared/domain/action/effects.js';
import { actionMessages } from '../../i18n/messages/actions.js';
import { useFormats, useT } from '../../i18n/provider.js';
import { Texts } from '../../i18n/texts.js';
import { useCollection, useCommand, useConnection, useIds, useLookupAll, useSiteNow, useWho } from '../../live/hooks.js';
import { KeyCap } from '../../ui/feedback.js';
import { Glyph } from '../../ui/glyph.js';
import { type Option, pick } from './option.js';
import { type FloorNow, optionsFor } from './options.js';
import { type Held, steady } from './steady.js';
import { VERBS, type Verb } from './verbs.js';

/** What was chosen so far: a verb, then its slots. */
interface Sentence {
  readonly verb: Verb | null;
  readonly chosen: readonly { readonly id: string; readonly title: string }[];
}
const EMPTY: Sentence = { verb: null, chosen: [] };

/** `Ctrl K`: verb, object, target; by name, pinyin or initials, without a mouse. */
export function Palette({ onClose }: { onClose: () => void }) {
  return (
    <Texts of={actionMessages}>
      <PaletteWindow onClose={onClose} />
    </Texts>
  );
}

function PaletteWindow({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [sentence, setSentence] = useState(EMPTY);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const { options, words, go } = useStep(sentence, query);
  const advance = (next: Sentence) => {
    setSentence(next);
    setQuery('');
    setAt(0);
  };
  const choose = (option: Option | undefined) => {
    if (option?.why !== undefined) return;
    const next = go(option ?? null);
    if (next === 'done') onClose();
    else if (next !== null) advance(next);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setAt((now) => (options.length === 0 ? 0 : (now + by + options.length) % options.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(options[at]);
    } else if (event.key === 'Backspace' && query === '' && sentence.verb !== null) {
      event.preventDefault();
      advance(sentence.chosen.length === 0 ? EMPTY : { ...sentence, chosen: sentence.chosen.slice(0, -1) });
    }
  };
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <div className="scrim" aria-hidden="true" />
        <RadixDialog.Content className="palette" aria-describedby={undefined} onKeyDown={onKey}>
          <RadixDialog.Title className="sr">{t('act.keys.palette')}</RadixDialog.Title>
          <div className="palette-line">
            {sentence.verb !== null && <span className="chip">{t(sentence.verb.title)}</span>}
            {sentence.chosen.map((one) => (
              <span key={one.id} className="chip">
                {one.title}
              </span>
            ))}
            <input
              role="combobox"
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={options[at] === undefined ? undefined : `${listId}-${at}`}
              aria-label={words ?? t('act.palette.find')}
              placeholder={words ?? t(sentence.verb === null ? 'act.palette.find' : 'act.palette.filter')}
              value={query}
              maxLength={words === null || words === t('act.palette.text') ? 300 : 200}
              onChange={(event) => {
                setQuery(event.target.value);
                setAt(0);
              }}
            />
          </div>
          <div id={listId} role="listbox" aria-label={t('act.palette.choices')}>
            {options.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys work on the field above
              <div
                key={option.id}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                aria-disabled={option.why !== undefined}
                ref={index === at ? keepInView : undefined}
                onClick={() => choose(option)}
              >
                {option.glyph !== undefined && <Glyph name={option.glyph} />}
                <b>{option.title}</b>
                <span className="grow">{option.hint}</span>
                {option.why !== undefined && <em>{option.why}</em>}
              </div>
            ))}
            {options.length === 0 && <p className="palette-none">{words === null ? t('act.palette.none') : t('act.palette.words')}</p>}
          </div>
          <footer>
            <KeyCap>↑</KeyCap>
            <KeyCap>↓</KeyCap> {t('act.palette.move')} <KeyCap>↵</KeyCap> {t('act.palette.run')} <KeyCap>⌫</KeyCap> {t('act.palette.back')}
            <span className="grow" />
            {t('act.palette.pinyin')}
          </footer>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

const keepInView = (row: HTMLElement | null) => row?.scrollIntoView?.({ block: 'nearest' });

/** The options of the present step, and where a choice leads. `words`: what is to be typed, where nothing is chosen. */
function useStep(sentence: Sentence, query: string) {
  const t = useT();
  const send = useCommand();
  const open = useOpening();
  const floor = useFloorNow();
  const verbs = useVerbOptions();
  const slot = sentence.verb?.slots[sentence.chosen.length];
  const ids = sentence.chosen.map(({ id }) => id);
  const all = sentence.verb === null || slot === undefined ? null : optionsFor(slot, sentence.verb, ids, floor);
  const words = sentence.verb !== null && all === null ? t(slot === 'text' ? 'act.palette.text' : 'act.palette.reason') : null;
  const openings = sentence.verb === null && query !== '' ? open.options(floor) : [];
  const options = useSteady(
    [sentence.verb?.id, ...ids, query].join('|'),
    sentence.verb === null ? [...pick(verbs, query), ...pick(openings, query)] : pick(all ?? [], query),
    sentence.verb === null ? [...verbs, ...openings] : (all ?? []),
  );
  const go = (option: Option | null): Sentence | 'done' | null => {
    if (sentence.verb === null) {
      if (option === null) return null;
      const verb = VERBS.find(({ id }) => `verb-${id}` === option.id);
      if (verb !== undefined) return { verb, chosen: [] };
      open.go(option.id);
      return 'done';
    }
    const value = option === null ? (words === null || query.trim() === '' ? null : { id: query.trim(), title: query.trim() }) : option;
    if (value === null) return null;
    const chosen = [...sentence.chosen, { id: value.id, title: value.title }];
    if (chosen.length < sentence.verb.slots.length) return { ...sentence, chosen };
    void send(sentence.verb.build(chosen.map(({ id }) => id)));
    return 'done';
  };
  return { options, words, go };
}

function useSteady(of: string, best: readonly Option[], all: readonly Option[]): readonly Option[] {
  const t = useT();
  const held = useRef<Held | null>(null);
  held.current = steady(held.current, of, best, all, t('act.why.gone'));
  return held.current.options;
}

function useFloorNow(): FloorNow {
  const t = useT();
  const formats = useFormats();
  // A call that comes or goes shows at once; whatever else changed, with the next second or key: ten thousand agents change all the time.
  useIds('visit');
  const now = useSiteNow();
  const all = useLookupAll();
  return { agents: all('agent'), queues: all('queue'), visits: all('visit'), now, t, formats };
}

/** Verbs with what stands against them: no connection, no phone, a phone system that can't. */
function useVerbOptions(): Option[] {
  const t = useT();
  const who = useWho();
  const isStale = useConnection().state === 'stale';
  const can = useCollection('source', (all) => [...all.values()].flatMap((source) => source.can));
  return useMemo(() => {
    const isAble = (ops: readonly EffectOp[] | undefined) => ops === undefined || ops.some((op) => can.includes(op));
    return VERBS.map((verb, rank) => {
      const why = isStale
        ? t('act.why.stale')
        : verb.needsPhone === true && who?.hasPhone !== true
          ? t('refusal.no-phone')
          : isAble(verb.ops)
            ? undefined
            : t('refusal.not-supported');
      const option: Option = { id: `verb-${verb.id}`, title: t(verb.title), also: verb.also, rank };
      return why === undefined ? option : { ...option, why };
    });
  }, [t, who, isStale, can]);
}

/** Going to something instead of doing something. */
function useOpening() {
  const navigate = useNavigate();
  const t = useT();
  return {
    options: (floor: FloorNow): Option[] => [
      ...(optionsFor('agent', VERBS[0] as Verb, [], floor) ?? []).map(({ why: _, ...option }) => ({
        ...option,
        id: `agent.${option.id}`,
        hint: `${t('act.palette.open')} · ${option.hint ?? ''}`,
      })),
      ...(optionsFor('queue', VERBS[0] as Verb, [], floor) ?? []).map((option) => ({
        ...option,
        id: `queue.${option.id}`,
        title: floor.formats.name(floor.queues.get(option.id) ?? { name: option.title }),
        hint: t('act.palette.open'),
      })),
    ],
    go: (id: string) => void navigate({ to: '/floor', search: { open: id } }),
  };
}
