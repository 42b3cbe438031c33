import { expect, test } from 'vitest';
import { createPasswords, HashingBusy, passwordProblem } from '../../server/auth/passwords.js';

const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 };

test('a password is kept as argon2id with the cost that OWASP names, and fits only itself', async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash('quiet-harbour-7');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.verify(stored, 'quiet-harbour-7')).toBe(true);
  expect(await passwords.verify(stored, 'quiet-harbour-8')).toBe(false);
  expect(await passwords.verify(null, 'quiet-harbour-7')).toBe(false);
});

test('the same password typed in full-width or composed letters is the same', async () => {
  const passwords = createPasswords(cheap);
  const stored = await passwords.hash('港湾pässword-２７');
  expect(await passwords.verify(stored, '港湾pa\u0308ssword-27')).toBe(true);
});

test('a flood of sign-ins is turned away before it piles up', async () => {
  const passwords = createPasswords(cheap);
  const tries = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.verify(null, 'guess-number-1')));
  const refused = tries.filter((each) => each.status === 'rejected');
  expect(refused.every((each) => each.reason instanceof HashingBusy)).toBe(true);
  // Two at work and forty in line.
  expect(refused).toHaveLength(60 - 42);
  expect(await passwords.verify(null, 'guess-number-2')).toBe(false);
});

test.each([
  ['password123', 'zhou'],
  ['PASSWORD123', 'zhou'],
  ['1q2w3e4r5t6y', 'zhou'],
  ['woaini1314520', 'woaini1314520'],
  ['5201314123', 'zhou'],
  ['qwertyuiop', 'zhou'],
  ['aaaaaaaaaaaa', 'zhou'],
  ['ababababab', 'zhou'],
  ['0123456789', 'zhou'],
  ['zyxwvutsrq', 'zhou'],
  ['my-Zhoumin-1', 'zhoumin'],
])('%s is refused as a password of %s', (password, login) => {
  expect(passwordProblem(password, login)).not.toBeNull();
});

test.each(['quiet-harbour-7', '港湾的早晨很安静吗是的', 'xK4!vq9#Lm'])('%s is taken', (password) => {
  expect(passwordProblem(password, 'zhou')).toBeNull();
});
