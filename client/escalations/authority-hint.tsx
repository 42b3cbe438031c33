import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { useDoing } from './doing.js';
import { useKnowledge } from './knowledge.js';
import type { Values } from './steps.js';

/** What this person may give without asking, how much of it this case has had, and the way on when that is not enough. */
export function AuthorityHint({ one, values, isAsking }: { one: CaseView; values: Values; isAsking: boolean }) {
  const t = useT();
  const formats = useFormats();
  const { policy } = useKnowledge();
  const { can, begin } = useDoing();
  const entry = policy?.authority.find(({ code }) => code === values.entry);
  if (entry === undefined) return null;
  const used = one.given.filter(({ entry: code }) => code === entry.code).reduce((sum, { amount }) => sum + amount, 0);
  const limit = entry.mine?.maxAmountPerCase ?? 0;
  const isBeyond = entry.mine === null || used + Number(values.amount ?? 0) > limit;
  return (
    <div className="case-hint">
      <p className={isBeyond && !isAsking ? 'c-watch' : 't2'}>
        {entry.mine === null
          ? t('case.authority.none', { what: formats.name(entry) })
          : t('case.authority.used', { what: formats.name(entry), limit: formats.number(limit), used: formats.number(used) })}
        {entry.mine?.requiresEvidence === true && ` ${t('case.authority.evidence')}`}
      </p>
      {isBeyond && !isAsking && can('ask-approval') && (
        <Button size="small" onClick={() => begin('ask-approval', values)}>
          {t('case.authority.askNow')}
        </Button>
      )}
    </div>
  );
}
