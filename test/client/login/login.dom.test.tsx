import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LoginScreen } from '../../../client/login/login-screen.js';
import { me, problem, serveRest } from '../support/rest.js';
import { show, structureProblems } from '../support/screen.js';

const server = serveRest();
const signedIn = vi.fn();
beforeEach(() => {
  signedIn.mockClear();
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

const answerSignIn = (...answers: (() => Response)[]) => {
  const bodies: unknown[] = [];
  server.use(
    http.post('*/api/v1/session', async ({ request }) => {
      bodies.push(await request.json());
      return (answers.length > 1 ? answers.shift() : answers[0])?.();
    }),
  );
  return bodies;
};
async function signIn(name = 'zhoumin', password = 'a-long-password') {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('登录名'), name);
  await user.type(screen.getByLabelText('密码'), password);
  await user.click(screen.getByRole('button', { name: /^登录/ }));
  return user;
}

describe('signing in', () => {
  test('the right name and password lead on', async () => {
    const bodies = answerSignIn(() => HttpResponse.json(me, { status: 201 }));
    show(<LoginScreen onSignedIn={signedIn} />);
    await signIn(' zhoumin ');
    await waitFor(() => expect(signedIn).toHaveBeenCalledWith(me));
    expect(bodies).toEqual([{ login: 'zhoumin', password: 'a-long-password' }]);
  });
  test('a wrong password is said, the name stays and the password is cleared', async () => {
    answerSignIn(() => problem(401, 'wrong-credentials'));
    show(<LoginScreen onSignedIn={signedIn} />);
    await signIn();
    expect(await screen.findByRole('alert')).toHaveTextContent('登录名或密码不对');
    expect(screen.getByLabelText('登录名')).toHaveValue('zhoumin');
    expect(screen.getByLabelText('密码')).toHaveValue('');
    expect(screen.getByLabelText('密码')).toBeInvalid();
    expect(signedIn).not.toHaveBeenCalled();
  });
  test('after too many tries it says when to try again, and sends nothing until then', async () => {
    const bodies = answerSignIn(() => problem(429, 'too-many-requests', { retryAfterMs: 92_000 }));
    show(<LoginScreen onSignedIn={signedIn} />);
    const user = await signIn();
    expect(await screen.findByRole('alert')).toHaveTextContent('请在 01:3');
    await user.click(screen.getByRole('button', { name: /^登录/ }));
    expect(bodies.length).toBe(1);
  });
  test('a server that cannot be reached is not taken for a wrong password', async () => {
    answerSignIn(() => HttpResponse.error());
    show(<LoginScreen onSignedIn={signedIn} />);
    await signIn();
    expect(await screen.findByRole('alert')).toHaveTextContent('连不上服务');
    expect(screen.getByLabelText('密码')).toHaveValue('a-long-password');
  });
  test('a proxy’s own page is not taken for an answer', async () => {
    answerSignIn(() => new HttpResponse('<h1>502 Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }));
    show(<LoginScreen onSignedIn={signedIn} />);
    await signIn();
    expect(await screen.findByRole('alert')).toHaveTextContent('连不上服务');
  });
  test('pressing twice sends once', async () => {
    const sent = vi.fn();
    let answer = () => {};
    const pressedTwice = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.use(
      http.post('*/api/v1/session', async () => {
        sent();
        await pressedTwice;
        return HttpResponse.json(me, { status: 201 });
      }),
    );
    show(<LoginScreen onSignedIn={signedIn} />);
    const user = await signIn();
    await user.keyboard('{Enter}');
    answer();
    await waitFor(() => expect(signedIn).toHaveBeenCalledTimes(1));
    expect(sent).toHaveBeenCalledTimes(1);
  });
});

describe('before anyone is known', () => {
  test('both languages are there, and switching needs no reload', async () => {
    show(<LoginScreen onSignedIn={signedIn} />);
    expect(await screen.findByText('东湾客服中心 · 现场主管台')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'English' }));
    expect(screen.getByText('Dongwan Centre · supervisor console')).toBeVisible();
    expect([document.documentElement.lang, localStorage.getItem('breakwater.language')]).toEqual(['en', 'en']);
  });
  test('a demonstration floor says so, and one press signs in', async () => {
    const bodies = answerSignIn(() => HttpResponse.json(me, { status: 201 }));
    show(<LoginScreen onSignedIn={signedIn} />);
    await userEvent.click(await screen.findByRole('button', { name: '现场主管 周敏' }));
    await waitFor(() => expect(signedIn).toHaveBeenCalled());
    expect(bodies).toEqual([{ login: 'zhoumin', password: 'harbour-demo-2026' }]);
    expect(screen.getByText('演示')).toBeVisible();
  });
  test('a real site shows no accounts', async () => {
    server.use(
      http.get('*/api/v1/site', () =>
        HttpResponse.json({ siteId: 'main', name: '客服', nameEn: null, demo: false, version: '1.0.0', demoAccounts: [] }),
      ),
    );
    show(<LoginScreen onSignedIn={signedIn} />);
    expect(await screen.findByText('v1.0.0')).toBeVisible();
    expect(screen.queryByText('演示')).toBeNull();
    expect(screen.queryByRole('region', { name: '演示账号，一键登录' })).toBeNull();
  });
  test('the foot of the page tells whether the server answers', async () => {
    server.use(http.get('*/api/v1/site', () => HttpResponse.error()));
    show(<LoginScreen onSignedIn={signedIn} />);
    expect(await screen.findByText('连不上服务，正在重试')).toBeVisible();
  });
  test.each(['zh-CN', 'en'] as const)('in %s the structure can be read aloud', async (language) => {
    show(<LoginScreen onSignedIn={signedIn} />, { language });
    await screen.findByText('v0.1.0');
    expect(await structureProblems()).toEqual([]);
  });
});
