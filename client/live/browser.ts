import { PROTOCOL_VERSION } from '../../shared/protocol/version.js';
import type { Surroundings } from './session.js';
import { dialBySocket } from './socket.js';

/** Remembers, for this tab, for which version the page was reloaded. */
const RELOADED_KEY = 'breakwater.reloaded-for';

/** The real browser. */
export function browserSurroundings(): Surroundings {
  return {
    dial: dialBySocket(),
    now: () => Date.now(),
    random: () => Math.random(),
    newId: () => newId(),
    setTimeout: (run, ms) => window.setTimeout(run, ms),
    clearTimeout: (timer) => window.clearTimeout(timer as number),
    beforePaint,
    afterPaint,
    reload: () => {
      sessionStorage.setItem(RELOADED_KEY, String(PROTOCOL_VERSION));
      window.location.reload();
    },
    reloaded: sessionStorage.getItem(RELOADED_KEY) === String(PROTOCOL_VERSION),
  };
}

/** 128 random bits: pages served over plain HTTP have no `randomUUID`. */
const newId = () => `cmd-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** A hidden tab gets no animation frames, but must not fall a whole day behind either. */
const HIDDEN_EVERY_MS = 1_000;

function beforePaint(run: () => void): () => void {
  const cancel = () => {
    window.cancelAnimationFrame(frame);
    window.clearTimeout(timer);
  };
  const once = () => {
    cancel();
    run();
  };
  const frame = window.requestAnimationFrame(once);
  const timer = window.setTimeout(once, HIDDEN_EVERY_MS);
  return cancel;
}

/** A message posted in a frame's callback is handled after that frame is painted. What nobody sees has no time on screen. */
function afterPaint(run: () => void): void {
  if (document.visibilityState !== 'visible') return;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    run();
  };
  channel.port2.postMessage(null);
}

/** Wakes the session whenever the page may have slept. Answers its undo. */
export function wakeWithPage(session: { wake(): void; retryNow(): void }): () => void {
  const wake = () => session.wake();
  const retry = () => session.retryNow();
  document.addEventListener('visibilitychange', wake);
  window.addEventListener('pageshow', wake);
  window.addEventListener('focus', wake);
  window.addEventListener('online', retry);
  return () => {
    document.removeEventListener('visibilitychange', wake);
    window.removeEventListener('pageshow', wake);
    window.removeEventListener('focus', wake);
    window.removeEventListener('online', retry);
  };
}
