import { Link, useRouterState } from '@tanstack/react-router';
import type { ReliefView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useLookup } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';

const bySince = (all: ReadonlyMap<string, ReliefView>) => [...all.values()].sort((a, b) => a.since - b.since);

/** Somebody has to come off the phones now: over every page of those who can see to it, until they are off. */
export function ReliefBar() {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  const reliefs = useCollection('relief', bySince);
  const isThere = useRouterState({ select: (state) => state.location.pathname.startsWith('/buffer') });
  if (reliefs.length === 0 || isThere) return null;
  const names = reliefs.flatMap(({ id }) => lookup('agent', id) ?? []).map((agent) => formats.name(agent));
  return (
    <div className="relief-bar" role="alert">
      <Glyph name="octagon" />
      <strong className="grow">{t('app.relief', { names: formats.list(names) })}</strong>
      <Link className="btn sm" to="/buffer">
        {t('app.relief.open')}
      </Link>
    </div>
  );
}
