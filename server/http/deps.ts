import type { Person } from '../../shared/domain/person.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { SiteId } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Series } from '../../shared/protocol/http.js';
import type { CommandAnswer, CommandRequest } from '../../shared/protocol/messages.js';
import type { Auth } from '../auth/auth.js';
import type { Principal } from '../auth/principal.js';
import type { Scope } from '../auth/scope.js';
import type { HttpConfig } from '../config.js';
import type { ActionHistory } from '../history/action-history.js';
import type { RefusalBook } from '../history/action-refusals.js';
import type { VisitHistory } from '../history/visit-history.js';
import type { Health } from '../ops/health.js';
import type { Logger } from '../ops/logger.js';
import type { Measures } from '../ops/measures.js';
import type { TrackerInbox } from '../tracker/inbox.js';
import type { Wellbeing } from '../wellbeing/wellbeing.js';
import type { SeriesRequest } from './series.js';

/** What routes may ask of the live site. Read only; nothing of it is kept across an await. */
export interface FloorView {
  site(): Readonly<SiteState>;
  /** The site clock. */
  now(): EpochMs;
  /** How far the log is folded: answers that screens read again when something changed say as of when they are. */
  position(): Position;
}

export interface HttpDeps {
  readonly config: { readonly http: HttpConfig; readonly siteId: SiteId; readonly demo: boolean; readonly metricsToken: string | null };
  readonly auth: Auth;
  readonly floor: FloorView;
  /** Everybody of this site: whom a case can be given to. */
  readonly people: { all(): readonly Person[]; named(word: string): Person | undefined };
  readonly visits: VisitHistory;
  readonly actions: ActionHistory;
  readonly refusals: Pick<RefusalBook, 'read'>;
  readonly wellbeing: Wellbeing;
  /** A command, as from the person’s page. */
  readonly submit: (request: CommandRequest, by: Principal) => Promise<CommandAnswer>;
  /** Whole days of calls that forecasts can learn from. */
  readonly knownCallDays: () => number;
  /** Null: no such queue. */
  readonly series: (request: SeriesRequest, scope: Scope) => Series | null;
  /** What the tracker tells; absent: none is configured. */
  readonly trackerInbox?: TrackerInbox;
  readonly health: Health;
  readonly measures: Measures;
  readonly logger: Logger;
  /** Real time: sessions end by it. */
  readonly now: () => EpochMs;
  readonly version: string;
  /** The built client; null: it is served elsewhere (in development). */
  readonly clientDir: string | null;
}
