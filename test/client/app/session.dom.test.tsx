import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { useEffect } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { type LeftWhy, SessionProvider, useSession } from '../../../client/app/session.js';
import { me, problem, serveRest } from '../support/rest.js';
import { show } from '../support/screen.js';

const server = serveRest();

/** What this browser knew, one after the other. */
let known: string[] = [];
beforeEach(() => {
  known = [];
});

function Who() {
  const { session, ask, forget, signOut } = useSession();
  useEffect(() => {
    const why: LeftWhy | undefined = session.state === 'signed-out' ? session.why : undefined;
    known.push(why === undefined ? session.state : `${session.state}: ${why}`);
  }, [session]);
  return (
    <>
      <button type="button" onClick={() => void signOut()}>
        sign out
      </button>
      <button type="button" onClick={() => ask('ended')}>
        the connection is closed
      </button>
      <button type="button" onClick={() => forget('password-changed')}>
        the password is changed
      </button>
    </>
  );
}
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

/** Signed in; nothing is answered to a signing out, or to who is there then, until the test says so. */
async function signedIn() {
  let isThere = true;
  const waiting = new Map<string, () => void>();
  const until = (what: string) =>
    new Promise<void>((resolve) => {
      waiting.set(what, resolve);
    });
  server.use(
    http.get('*/api/v1/me', async () => {
      if (isThere) return HttpResponse.json(me);
      await until('me');
      return problem(401, 'not-signed-in');
    }),
    http.delete('*/api/v1/session', async () => {
      await until('left');
      return new HttpResponse(null, { status: 204 });
    }),
  );
  show(
    <SessionProvider>
      <Who />
    </SessionProvider>,
  );
  await waitFor(() => expect(known.at(-1)).toBe('signed-in'));
  known = [];
  isThere = false;
  return async (what: string) => {
    await waitFor(() => expect(waiting.has(what)).toBe(true));
    waiting.get(what)?.();
    waiting.delete(what);
  };
}

test.each([
  ['before', ['left', 'me']],
  ['after', ['me', 'left']],
] as const)(
  'whoever signs out is not told that somebody else did it, when that is answered %s it is known that nobody is here',
  async (_, order) => {
    const answer = await signedIn();
    await press('sign out');
    await press('the connection is closed');
    for (const what of order) await answer(what);
    await waitFor(() => expect(known).toHaveLength(3));
    expect(known).toEqual(['asking', 'signed-out', 'signed-out']);
  },
);

test('what ended elsewhere says so, and a changed password stays the reason', async () => {
  const answer = await signedIn();
  await press('the connection is closed');
  await answer('me');
  await waitFor(() => expect(known.at(-1)).toBe('signed-out: ended'));
  await press('the password is changed');
  await press('the connection is closed');
  await answer('me');
  await waitFor(() => expect(known.slice(2)).toEqual(['signed-out: password-changed', 'asking', 'signed-out: password-changed']));
});
