import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { ensureBuilt } from '../../server/cli/launch/build.mjs';
import type { TestServer } from './server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Brings `dist/client` in line with its sources: a server under test serves the page as production does. */
export const buildClient = (): Promise<void> => ensureBuilt({ root, say: () => {} });

export const DEMO_PASSWORD = 'harbour-demo-2026';
export type Look = { readonly language: 'zh-CN' | 'en'; readonly theme: 'dark' | 'light' };

export interface ContextOptions extends Partial<Look> {
  readonly width?: number;
  readonly height?: number;
}

/** A browser of its own: cookies, storage and a chosen look. */
export async function newContext(browser: Browser, options: ContextOptions = {}): Promise<BrowserContext> {
  const { width = 1366, height = 768, language = 'en', theme = 'dark' } = options;
  const context = await browser.newContext({ viewport: { width, height }, locale: language, colorScheme: theme });
  context.setDefaultTimeout(45_000);
  return context;
}

/** Signed in without the sign-in page, for tests that are about what comes after it. */
export async function signInContext(context: BrowserContext, server: Pick<TestServer, 'origin'>, login: string): Promise<void> {
  const answer = await context.request.post(`${server.origin}/api/v1/session`, {
    headers: { Origin: server.origin },
    data: { login, password: DEMO_PASSWORD },
  });
  expect(answer.status()).toBe(201);
}

/** What goes wrong in a page without anybody seeing it: uncaught errors, and what the console calls one. */
export function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(`${message.text()} ${message.location().url}`));
  return problems;
}

/** Findings of axe-core, a line each. Colours that fade into others are judged when they have arrived. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    // On a page that lives, something may change its colour at any moment: half-way it has a contrast that nobody reads it at.
    const still = new CSSStyleSheet();
    still.replaceSync('*, *::before, *::after { transition: none !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
    await Promise.all(document.getAnimations().map((one) => one.effect?.getTiming().iterations === 1 && one.finished.catch(() => {})));
  });
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' ')}`);
  });
}

/** The page is wider than its window, or a text is cut off where no ellipsis says so; empty when all can be read. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > window.innerWidth) found.push(`the page is ${scrollWidth} px wide in a window of ${window.innerWidth}`);
    const clips = (value: string) => value === 'hidden' || value === 'clip';
    const scrolls = (value: string) => value === 'auto' || value === 'scroll';
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !node.textContent?.trim() || parent.closest('.sr, svg, [aria-hidden="true"], script, style')) continue;
      if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (text.width === 0) continue;
      for (let box: HTMLElement | null = parent; box !== null; box = box.parentElement) {
        const style = getComputedStyle(box);
        // A line that ends in an ellipsis says that there is more; what scrolls can be reached.
        if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || scrolls(style.overflowX) || scrolls(style.overflowY))
          break;
        const edge = box.getBoundingClientRect();
        // One pixel: there to be read aloud.
        if (edge.width <= 1) break;
        const isBeside = clips(style.overflowX) && (text.right > edge.right + 1 || text.left < edge.left - 1);
        const isBelow =
          clips(style.overflowY) && (text.bottom > edge.bottom + text.height * 0.3 || text.top < edge.top - text.height * 0.3);
        if (isBeside || isBelow) {
          found.push(`“${node.textContent.trim().slice(0, 60)}” is cut by ${box.tagName.toLowerCase()}.${box.className}`);
          break;
        }
      }
    }
    return found;
  });
}
