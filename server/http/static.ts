import { join } from 'node:path';
import express, { Router } from 'express';

/** The built client. Files whose names carry their hash never change; the page itself is asked for each time. */
export function createStaticRoutes(clientDir: string): Router {
  const routes = Router();
  routes.use('/assets', express.static(join(clientDir, 'assets'), { immutable: true, maxAge: '365d', index: false, redirect: false }));
  // An asset that is gone (a page from before an update asks for it) is not the page.
  routes.use('/assets', (_request, response) => void response.status(404).type('text/plain').send('Not found'));
  routes.use(express.static(clientDir, { index: false, redirect: false, maxAge: 0 }));
  // The client's own addresses: `/floor`, `/tv`. What has a dot is a file that does not exist.
  routes.get(/^[^.]*$/, (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .sendFile('index.html', { root: clientDir, cacheControl: false, lastModified: false, etag: false });
  });
  return routes;
}
