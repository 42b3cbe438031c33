import { act, type RenderResult, render } from '@testing-library/react';
import { useCallback, useState } from 'react';
import { type OpenCase, OpenCaseProvider } from '../../client/actions/open-case.js';
import { DEFAULT_ADDRESS, type FloorAddress, floorSearch } from '../../client/floor/floor-address.js';
import { FloorView } from '../../client/floor/floor-view.js';
import type { Language } from '../../client/i18n/language.js';
import { LanguageProvider, ZoneProvider } from '../../client/i18n/provider.js';
import { LiveProvider } from '../../client/live/provider.js';
import { LiveSession } from '../../client/live/session.js';
import { ShortcutProvider } from '../../client/ui/shortcuts.js';
import { ToastRegion } from '../../client/ui/toast.js';
import type { Welcome } from '../../shared/protocol/messages.js';
import type { ViewKind, ViewOf } from '../../shared/protocol/views.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../client/support/fake-browser.js';
import { floorViews } from './floor-fixture.js';

type Views = { readonly [K in ViewKind]?: readonly ViewOf<K>[] };

/** The floor in jsdom: its server, its clock and its paint are in the test's hand. */
export interface FloorPage extends RenderResult {
  readonly browser: FakeBrowser;
  readonly views: ReturnType<typeof floorViews>;
  /** What the address bar would hold. */
  address(): string;
  /** A frame of changed and gone records, painted. */
  change(
    changed: { readonly [K in ViewKind]?: readonly ({ id: string } & Record<string, unknown>)[] },
    gone?: { readonly [K in ViewKind]?: readonly string[] },
  ): void;
  /** Time passes, second by second, with a heartbeat each unless the line is cut. */
  pass(seconds: number, how?: { readonly silent?: boolean }): void;
}

export interface FloorPageOptions {
  readonly language?: Language;
  readonly address?: Partial<FloorAddress>;
  readonly calm?: boolean;
  readonly agents?: number;
  /** `null`: nothing has arrived yet. */
  readonly views?: Views | null;
  /** Who looks, where it is not a supervisor with a phone. */
  readonly who?: Partial<Welcome>;
  /** Opens the form of a case, where the frame brings one. */
  readonly openCase?: OpenCase;
}

/** jsdom lays nothing out: lists that draw what is in sight are told a size. */
export function pretendLayout(): void {
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, get: () => 456 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, get: () => 1_200 });
  window.matchMedia = (query: string) =>
    ({
      matches: query === '(min-width: 1600px)',
      media: query,
      addEventListener: () => {},
      removeEventListener: () => {},
    }) as unknown as MediaQueryList;
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
}

export function renderFloor(options: FloorPageOptions = {}): FloorPage {
  const browser = new FakeBrowser();
  const views = floorViews({ agents: options.agents ?? 120, calm: options.calm ?? false, siteNow: SERVER_AHEAD_MS });
  const session = new LiveSession(browser);
  let shown: FloorAddress = { ...DEFAULT_ADDRESS, ...options.address };
  function Page() {
    const [address, setAddress] = useState(shown);
    const onChange = useCallback((next: Partial<FloorAddress>) => {
      shown = { ...shown, ...next };
      setAddress(shown);
    }, []);
    return <FloorView address={address} onChange={onChange} label="Floor" />;
  }
  const result = render(
    <LanguageProvider initial={options.language ?? 'en'}>
      <ShortcutProvider enabled setEnabled={() => {}}>
        <ToastRegion label="Notices">
          <ZoneProvider timeZone="Asia/Shanghai">
            <LiveProvider session={session}>
              <OpenCaseProvider value={options.openCase ?? null}>
                <Page />
              </OpenCaseProvider>
            </LiveProvider>
          </ZoneProvider>
        </ToastRegion>
      </ShortcutProvider>
    </LanguageProvider>,
  );
  let position = 1;
  act(() => {
    browser.connection.open();
    browser.connection.welcome(options.who);
    if (options.views !== null) browser.connection.frame(null, position, { changed: (options.views ?? views) as never });
    browser.connection.beat();
    browser.paint();
  });
  return {
    ...result,
    browser,
    views,
    address: () => new URLSearchParams(floorSearch(shown)).toString(),
    change: (changed, gone = {}) =>
      act(() => {
        browser.connection.frame(position, ++position, { changed: changed as never, gone: gone as never });
        browser.paint();
      }),
    pass: (seconds, { silent = false } = {}) =>
      act(() => {
        for (let second = 0; second < seconds; second++) {
          browser.pass(1_000);
          if (!silent) browser.connection.beat();
        }
        // The clock on screen ticks a few milliseconds after the second.
        browser.pass(10);
      }),
  };
}
