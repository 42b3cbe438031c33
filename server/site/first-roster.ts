import type { DomainEvent } from '../../shared/domain/events.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import type { Site } from './site.js';

const hasRoster = ({ duties, publications, forecasts }: Readonly<SiteState>): boolean =>
  duties.size > 0 || publications.length > 0 || forecasts.size > 0;

/**
 * A demonstration begins with a roster; a site that ever had one keeps its own. Nodes that start at once tell the same portions under
 * the same names, so each lands once.
 */
export async function tellFirstRoster(site: Site, portions: () => DomainEvent[][]): Promise<void> {
  if (hasRoster(site.state())) return;
  for (const [no, events] of portions().entries()) {
    const decide = () => ({ events, reads: [] });
    await site.propose({ id: `operator/first-roster/${no}` as CommitId, by: { kind: 'operator' }, cause: 'roster.publish', decide });
  }
}
