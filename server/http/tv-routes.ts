import { err, ok } from '../../shared/kernel/result.js';
import type { TvLinkView } from '../../shared/protocol/http.js';
import { MAX_LINKS, type TvLink } from '../auth/tv-links.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';
import { meOf } from './session-routes.js';

type TvRoutes = Pick<
  Handlers,
  'POST /api/v1/tv/session' | 'GET /api/v1/tv-links' | 'POST /api/v1/tv-links' | 'DELETE /api/v1/tv-links/:linkId'
>;

export function tvRoutes({ auth, floor }: HttpDeps): TvRoutes {
  const { sessions, tvLinks, limits } = auth;

  const viewOf = async ({ linkId, name, createdAt, createdBy, expiresAt }: TvLink): Promise<TvLinkView> => {
    const devices = (await sessions.list(linkId, null)).length;
    return { linkId, name, createdAt, createdBy, expiresAt, devices };
  };

  return {
    'POST /api/v1/tv/session': async ({ body, address, device, session }) => {
      const limited = await limits.take('tvPerAddress', address);
      if (limited) return err({ code: 'too-many-requests', ...limited });
      const link = await tvLinks.findByToken(body.token);
      if (!link) return err({ code: 'wrong-credentials', title: 'This link does not work any more' });
      const record = sessions.forDevice(link.linkId, device);
      const sessionHash = await session.begin(record);
      await sessions.begun(sessionHash, record);
      const principal = await sessions.principalFrom(sessionHash, record);
      return principal ? ok(meOf(principal, floor)) : err({ code: 'wrong-credentials' });
    },

    'GET /api/v1/tv-links': async () => ok({ links: await Promise.all((await tvLinks.list()).map(viewOf)) }),

    'POST /api/v1/tv-links': async ({ body, principal }) => {
      const made = await tvLinks.create({ name: body.name, createdBy: principal.displayName });
      if (!made) return err({ code: 'conflict', title: `There are ${MAX_LINKS} links already: revoke one first` });
      return ok({ link: await viewOf(made.link), token: made.token });
    },

    'DELETE /api/v1/tv-links/:linkId': async ({ params }) => {
      const link = await tvLinks.remove(params.linkId);
      if (!link) return err({ code: 'not-found' });
      await sessions.endAll(link.linkId, 'link-revoked');
      return ok(undefined);
    },
  };
}
