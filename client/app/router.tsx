import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { deskSearch, parseDeskPart } from '../desk/address.js';
import { casesSearch, parseCasesAddress } from '../escalations/address.js';
import { floorSearch, parseFloorAddress } from '../floor/floor-address.js';
import { parseRosterAddress, rosterSearch } from '../roster/address.js';
import { Home } from './home.js';
import { NotFoundPage, PageFailed } from './page-states.js';
import { ownPath } from './redirect.js';
import { Shell } from './shell.js';

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: PageFailed });

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Home });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (raw: Record<string, unknown>): { to?: string } => {
    const to = ownPath(raw.to);
    return to === undefined ? {} : { to };
  },
  component: lazyRouteComponent(() => import('./login-page.js'), 'LoginPage'),
});

const tvRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tv',
  component: lazyRouteComponent(() => import('../tv/tv-screen.js'), 'TvScreen'),
});

/** Everything with navigation and a top bar around it. */
const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell });

const floorRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/floor',
  validateSearch: (raw: Record<string, unknown>) => floorSearch(parseFloorAddress(raw)),
  component: lazyRouteComponent(() => import('../floor/floor-screen.js'), 'FloorScreen'),
});

const escalationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/escalations',
  validateSearch: (raw: Record<string, unknown>) => casesSearch(parseCasesAddress(raw)),
  component: lazyRouteComponent(() => import('../escalations/escalations-screen.js'), 'EscalationsScreen'),
});

const rosterRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/roster',
  validateSearch: (raw: Record<string, unknown>) => rosterSearch(parseRosterAddress(raw)),
  component: lazyRouteComponent(() => import('../roster/roster-screen.js'), 'RosterScreen'),
});

const bufferRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/buffer',
  component: lazyRouteComponent(() => import('../buffer/buffer-screen.js'), 'BufferScreen'),
});

const wellbeingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/wellbeing',
  component: lazyRouteComponent(() => import('../wellbeing/wellbeing-screen.js'), 'WellbeingScreen'),
});

const meRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/me',
  validateSearch: (raw: Record<string, unknown>) => deskSearch(parseDeskPart(raw.part)),
  component: lazyRouteComponent(() => import('../desk/desk-screen.js'), 'DeskScreen'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  loginRoute,
  tvRoute,
  shellRoute.addChildren([floorRoute, escalationsRoute, rosterRoute, bufferRoute, wellbeingRoute, meRoute]),
]);

export const createAppRouter = () => createRouter({ routeTree, defaultPreload: false, scrollRestoration: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
