import { Fragment } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useConnection } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { Menu, MenuItem, MenuLabel } from '../ui/menu.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useDoing } from './doing.js';
import { groupOf, STEP_GROUPS, type Step } from './steps.js';

/** Beside the natural one; the rest is in the menu. */
const MOST_BESIDE = 3;

interface Props {
  readonly one: CaseView;
  readonly main: Step | null;
  readonly others: readonly Step[];
  readonly onClose: () => void;
}

/** The natural next step as the primary button, the other ways on beside it, and everything else in a menu. */
export function StepBar({ one, main, others, onClose }: Props) {
  const t = useT();
  const isLocked = useConnection().state === 'stale';
  const { begin } = useDoing();
  const beside = others.filter((step) => groupOf(step, one) === 'loop').slice(0, MOST_BESIDE);
  const rest = others.filter((step) => !beside.includes(step));
  useShortcuts(t('case.keys'), [
    ...(main === null ? [] : [{ keys: 'Enter', label: t('case.keys.main'), run: () => enter(() => begin(main.id)) }]),
    ...[...(main === null ? [] : [main]), ...others].flatMap((step) =>
      step.key === undefined ? [] : [{ keys: step.key, label: t(step.title), run: () => begin(step.id) }],
    ),
    { keys: 'Escape', label: t('case.keys.back'), run: onClose },
  ]);
  if (main === null && others.length === 0) return <Over one={one} />;
  return (
    <footer className="case-steps">
      {main !== null && (
        <Button kind="primary" disabled={isLocked} onClick={() => begin(main.id)}>
          {t(main.title)} <KeyCap>↵</KeyCap>
        </Button>
      )}
      {beside.map((step) => (
        <Button key={step.id} disabled={isLocked} onClick={() => begin(step.id)}>
          {t(step.title)} {step.key !== undefined && <KeyCap>{step.key.toUpperCase()}</KeyCap>}
        </Button>
      ))}
      <span className="grow" />
      {isLocked ? (
        <span className="t3 row">
          <Glyph name="broken-link" size="sm" />
          {t('case.locked')}
        </span>
      ) : (
        <More one={one} steps={rest} />
      )}
    </footer>
  );
}

/** `Enter` presses what has the focus, as everywhere; on the open card, or with nothing under it, it begins the next step. */
function enter(beginNext: () => void): void {
  const here = document.activeElement;
  const isPress = here instanceof HTMLElement && here.matches('button, a[href], summary') && !here.matches('.case-card[aria-current]');
  if (isPress) here.click();
  else beginNext();
}

function More({ one, steps }: { one: CaseView; steps: readonly Step[] }) {
  const t = useT();
  const { begin } = useDoing();
  const groups = STEP_GROUPS.map((group) => ({ group, steps: steps.filter((step) => groupOf(step, one) === group) }));
  if (steps.length === 0) return null;
  return (
    <Menu trigger={<Button kind="quiet">{t('case.more')}</Button>}>
      {groups
        .filter((each) => each.steps.length > 0)
        .map((each) => (
          <Fragment key={each.group}>
            <MenuLabel>{t(`case.group.${each.group}`)}</MenuLabel>
            {each.steps.map((step) => (
              <MenuItem key={step.id} onSelect={() => begin(step.id)}>
                <span className="grow">{t(step.title)}</span>
                {step.key !== undefined && <KeyCap>{step.key.toUpperCase()}</KeyCap>}
              </MenuItem>
            ))}
          </Fragment>
        ))}
    </Menu>
  );
}

/** Nothing can be done with it any more. */
function Over({ one }: { one: CaseView }) {
  const t = useT();
  const formats = useFormats();
  if (one.closedAt == null) return null;
  return <p className="case-steps t2">{t('case.closedAt', { time: `${formats.date(one.closedAt)} ${formats.time(one.closedAt)}` })}</p>;
}
