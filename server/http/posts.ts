import { freeAt } from '../../shared/domain/buffer/allowance.js';
import type { Span } from '../../shared/domain/roster/spans.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { BufferId } from '../../shared/kernel/ids.js';
import type { PostChoice } from '../../shared/protocol/buffer-http.js';

/** The back-office posts, with the places that are left over a span. */
export const postChoices = (site: Readonly<SiteState>, span: Span, except?: BufferId): PostChoice[] =>
  site.config.workforce.posts.map(({ code, name, nameEn }) => ({
    code,
    name,
    nameEn: nameEn ?? null,
    free: freeAt(site, code, span, except) ?? null,
  }));
