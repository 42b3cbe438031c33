import { useRouterState } from '@tanstack/react-router';
import { Languages, User } from 'lucide-react';
import { epochMs } from '../../shared/kernel/time.js';
import { type Me, meSchema } from '../../shared/protocol/http.js';
import { LANGUAGES } from '../i18n/language.js';
import { useFormats, useLanguage, useT } from '../i18n/provider.js';
import { request } from '../live/api.js';
import { useConnection, useLivePaused, useSite, useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Tag } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.js';
import { ConnectionMark } from './connection-mark.js';
import { pageTitle } from './page-title.js';
import { usePreferences } from './preferences.js';
import { useSession } from './session.js';
import type { Window } from './shell.js';

export function TopBar({ me, onOpen }: { me: Me; onOpen: (window: Window) => void }) {
  const t = useT();
  const formats = useFormats();
  const site = useSite();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <header className="top" data-region="top">
      <h1>{t(pageTitle(path))}</h1>
      <span className="sep" />
      <span className="site el">{site === undefined ? '' : formats.name(site)}</span>
      {site?.demo === true && <Tag strong>{t('common.demo')}</Tag>}
      <span className="grow" />
      <ConnectionMark />
      <AsOf />
      <span className="sep" />
      <LookButtons />
      <LanguageMenu me={me} />
      <UserMenu me={me} onOpen={onOpen} />
    </header>
  );
}

/** The instant of which everything on screen tells. */
function AsOf() {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow(1_000);
  const { pausedSince } = useLivePaused();
  const connection = useConnection();
  // Timers go on while news are late, but nothing is known of these last seconds.
  const knownAt = connection.state === 'behind' && now !== null ? epochMs(now - connection.byMs) : now;
  return (
    <span className="clock">
      <small>{pausedSince === null ? t('app.asOf') : t('app.pausedAt')}</small>
      <time>{formats.clock(knownAt)}</time>
    </span>
  );
}

function LookButtons() {
  const t = useT();
  const { theme, setTheme, density, setDensity } = usePreferences();
  const nextTheme = theme === 'dark' ? 'light' : 'dark';
  const nextDensity = density === 'compact' ? 'cozy' : 'compact';
  return (
    <>
      <Button
        data-wide-only
        kind="quiet"
        iconOnly
        title={t(`app.density.${nextDensity}`)}
        aria-label={t(`app.density.${nextDensity}`)}
        onClick={() => setDensity(nextDensity)}
      >
        <Glyph name="density" />
      </Button>
      <Button
        kind="quiet"
        iconOnly
        title={t(`app.theme.${nextTheme}`)}
        aria-label={t(`app.theme.${nextTheme}`)}
        onClick={() => setTheme(nextTheme)}
      >
        <Glyph name="half-moon" />
      </Button>
    </>
  );
}

const LANGUAGE_NAMES = { 'zh-CN': '简体中文', en: 'English' } as const;

/** Switches at once, here; the account remembers it for other browsers. */
function LanguageMenu({ me }: { me: Me }) {
  const t = useT();
  const { language, setLanguage } = useLanguage();
  return (
    <Menu
      trigger={
        <Button kind="quiet" iconOnly aria-label={t('app.language')}>
          <Languages className="i" aria-hidden="true" />
        </Button>
      }
    >
      <MenuChoice
        label={t('app.language')}
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }))}
        onChange={(next) => {
          setLanguage(next);
          if (me.role !== 'wall')
            void request('/me', { method: 'PATCH', body: { language: next === 'en' ? 'en' : 'zh' }, answer: meSchema });
        }}
      />
    </Menu>
  );
}

function UserMenu({ me, onOpen }: { me: Me; onOpen: (window: Window) => void }) {
  const t = useT();
  const { signOut } = useSession();
  return (
    <Menu
      trigger={
        <button type="button" className="pick" aria-label={t('app.account', { name: me.displayName })}>
          <User className="i" aria-hidden="true" />
          <span className="el">{me.displayName}</span>
        </button>
      }
    >
      <MenuLabel>{t(`role.${me.role}`)}</MenuLabel>
      <MenuItem onSelect={() => onOpen('sessions')}>{t('app.sessions')}</MenuItem>
      <MenuItem onSelect={() => onOpen('password')}>{t('app.password')}</MenuItem>
      <MenuItem onSelect={() => onOpen('keys')}>{t('app.keys')}</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>{t('app.signOut')}</MenuItem>
    </Menu>
  );
}
