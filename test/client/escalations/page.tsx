import { act, type RenderResult, render } from '@testing-library/react';
import { useCallback, useState } from 'react';
import { type OpenCase, OpenCaseProvider } from '../../../client/actions/open-case.js';
import { type CasesAddress, casesSearch, DEFAULT_CASES } from '../../../client/escalations/address.js';
import { EscalationsView } from '../../../client/escalations/escalations-screen.js';
import { OnFloorProvider, type ShowOnFloor } from '../../../client/escalations/on-floor.js';
import type { Language } from '../../../client/i18n/language.js';
import { escalationMessages } from '../../../client/i18n/messages/escalations.js';
import { LanguageProvider, ZoneProvider } from '../../../client/i18n/provider.js';
import { Texts } from '../../../client/i18n/texts.js';
import { LiveProvider } from '../../../client/live/provider.js';
import { LiveSession } from '../../../client/live/session.js';
import { ShortcutProvider } from '../../../client/ui/shortcuts.js';
import { ToastRegion } from '../../../client/ui/toast.js';
import type { Command } from '../../../shared/domain/commands.js';
import type { CommandAnswer, Welcome } from '../../../shared/protocol/messages.js';
import type { CaseView } from '../../../shared/protocol/views.js';
import { floorViews } from '../../support/floor-fixture.js';
import { at, EPOCH, FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';

export const NOW = SERVER_AHEAD_MS;

/** The screen of escalations in jsdom: its server, its clock and its paint are in the test's hand. */
export interface CasesPage extends RenderResult {
  readonly browser: FakeBrowser;
  /** What the address bar would hold. */
  address(): string;
  /** Cases as they are now. */
  change(...cases: readonly (Pick<CaseView, 'id'> & Partial<CaseView>)[]): void;
  /** A call is over. */
  hangUp(visitId: string): void;
  /** The commands sent so far. */
  sent(): readonly Command[];
  /** The server's word on the newest one. */
  answer(answer: 'accepted' | Extract<CommandAnswer, { outcome: 'refused' }>['rejection']): Promise<void>;
  pass(seconds: number, how?: { readonly silent?: boolean }): void;
}

export interface CasesPageOptions {
  readonly cases?: readonly CaseView[] | null;
  readonly address?: Partial<CasesAddress>;
  readonly language?: Language;
  readonly who?: Partial<Welcome>;
  readonly openCase?: OpenCase;
  readonly showOnFloor?: ShowOnFloor;
  /** The calls of the floor are in sight too. */
  readonly calls?: boolean;
}

export function renderCases(options: CasesPageOptions = {}): CasesPage {
  const { cases = [], address: first, language = 'en', who, openCase = null, showOnFloor = null } = options;
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  let shown: CasesAddress = { ...DEFAULT_CASES, ...first };
  function Page() {
    const [address, setAddress] = useState(shown);
    const change = useCallback((next: Partial<CasesAddress>) => {
      shown = { ...shown, ...next };
      setAddress(shown);
    }, []);
    return <EscalationsView address={address} change={change} />;
  }
  const result = render(
    <LanguageProvider initial={language}>
      <ShortcutProvider enabled setEnabled={() => {}}>
        <ToastRegion label="Notices">
          <ZoneProvider timeZone="Asia/Shanghai">
            <LiveProvider session={session}>
              <OpenCaseProvider value={openCase}>
                <OnFloorProvider value={showOnFloor}>
                  <Texts of={escalationMessages}>
                    <Page />
                  </Texts>
                </OnFloorProvider>
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
    browser.connection.welcome(who);
    if (cases !== null) {
      const { site, agent, team, visit } = floorViews({ siteNow: NOW });
      const calls = options.calls === true ? { visit } : {};
      browser.connection.frame(null, position, { changed: { site, agent, team, ...calls, case: cases } as never });
    }
    browser.connection.beat();
    browser.paint();
  });
  return {
    ...result,
    browser,
    address: () => new URLSearchParams(casesSearch(shown)).toString(),
    hangUp: (visitId) =>
      act(() => {
        browser.connection.frame(position, ++position, { gone: { visit: [visitId] } });
        browser.paint();
      }),
    change: (...changed) =>
      act(() => {
        browser.connection.frame(position, ++position, { changed: { case: changed } as never });
        browser.paint();
      }),
    sent: () => browser.connection.commands.map(({ request }) => request.command),
    answer: (answer) =>
      act(async () => {
        const sent = browser.connection.commands.at(-1);
        if (sent === undefined) throw new Error('nothing was sent');
        sent.answer(
          answer === 'accepted'
            ? { outcome: 'accepted', epoch: EPOCH, position: at(position), actionId: 'x-1' as never }
            : { outcome: 'refused', rejection: answer },
        );
      }),
    pass: (seconds, { silent = false } = {}) =>
      act(() => {
        for (let second = 0; second < seconds; second++) {
          browser.pass(1_000);
          if (!silent) browser.connection.beat();
        }
        browser.pass(10);
      }),
  };
}
