import type { ReactNode } from 'react';
import { Button } from './button.js';
import { Glyph, type GlyphName } from './glyph.js';

/** A number or a word on something. */
export const Badge = ({ hot = false, children }: { hot?: boolean; children: ReactNode }) => (
  <span className={hot ? 'n hot' : 'n'}>{children}</span>
);

export const Tag = ({ strong = false, children }: { strong?: boolean; children: ReactNode }) => (
  <span className={strong ? 'tag strong' : 'tag'}>{children}</span>
);

export type BannerKind = 'stale' | 'lag' | 'back' | 'plain' | 'fail';
const BANNER_GLYPH: Record<BannerKind, GlyphName> = { stale: 'broken-link', lag: 'lag', back: 'tick', plain: 'lag', fail: 'octagon' };

/** Told at once (`assertive`) only when what is on screen can't be trusted any more; else when the reader pauses. */
export function Banner({ kind, children, action }: { kind: BannerKind; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={`ban ${kind}`} role={kind === 'stale' || kind === 'fail' ? 'alert' : 'status'}>
      <Glyph name={BANNER_GLYPH[kind]} />
      <div className="grow">{children}</div>
      {action}
    </div>
  );
}

/** Keeps the geometry of what will be there. */
export function Skeleton({ width = '100%', height = 10 }: { width?: number | string; height?: number }) {
  return <span className="sk" style={{ width, height }} aria-hidden="true" />;
}

/** Says what calm looks like. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** Only the part that failed, with the cause and a way on. */
export function ErrorState(props: { title: string; cause: string; retryLabel: string; onRetry?: () => void }) {
  return (
    <div className="empty" role="alert">
      <strong className="row">
        <Glyph name="octagon" className="c-breach" />
        {props.title}
      </strong>
      <span>{props.cause}</span>
      {props.onRetry !== undefined && (
        <Button size="small" onClick={props.onRetry}>
          {props.retryLabel}
        </Button>
      )}
    </div>
  );
}

export const KeyCap = ({ children }: { children: ReactNode }) => <kbd>{children}</kbd>;
