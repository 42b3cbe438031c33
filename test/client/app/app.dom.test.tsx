import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import { App } from '../../../client/app/app.js';
import { ownPath } from '../../../client/app/redirect.js';
import { problem, serveRest } from '../support/rest.js';

const server = serveRest();
beforeEach(() => {
  localStorage.setItem('breakwater.language', 'zh-CN');
  window.scrollTo = () => {};
});
const open = (path: string) => {
  window.history.replaceState(null, '', path);
  render(<App />);
};

test('who is not signed in comes to the sign-in page, which knows where they wanted to go', async () => {
  server.use(http.get('*/api/v1/me', () => problem(401, 'not-signed-in')));
  open('/floor?window=30m');
  expect(await screen.findByLabelText('登录名')).toBeVisible();
  expect([window.location.pathname, new URLSearchParams(window.location.search).get('to')]).toEqual(['/login', '/floor?window=30m']);
});
test.each(['//evil.example/x', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', 7, undefined])(
  '%s is not a place to be sent to after signing in',
  (to) => {
    expect(ownPath(to)).toBeUndefined();
  },
);
test('a page of our own is', () => {
  expect(ownPath('/floor?queues=q-1&sort=-name')).toBe('/floor?queues=q-1&sort=-name');
});
test('a server that is away says so, and is asked again', async () => {
  server.use(http.get('*/api/v1/me', () => HttpResponse.error()));
  open('/');
  expect(await screen.findByText('连不上服务')).toBeVisible();
  server.use(http.get('*/api/v1/me', () => problem(401, 'not-signed-in')));
  await userEvent.click(screen.getByRole('button', { name: '重试' }));
  await waitFor(() => expect(window.location.pathname).toBe('/login'));
});
test('an address that leads nowhere says so, and leads home', async () => {
  server.use(http.get('*/api/v1/me', () => problem(401, 'not-signed-in')));
  open('/nowhere');
  expect(await screen.findByText('没有这个页面')).toBeVisible();
  expect(screen.getByRole('link', { name: '回到首页' })).toHaveAttribute('href', '/');
});
