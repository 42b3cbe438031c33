import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ErrorState } from '../../../client/ui/feedback.js';
import { PanelBoundary } from '../../../client/ui/panel-boundary.js';
import { moveToRegion, ShortcutRegistry } from '../../../client/ui/shortcuts.js';
import { Sparkline } from '../../../client/ui/sparkline.js';

describe('a panel that fails', () => {
  test('fails alone, says so, and can be tried again', async () => {
    let broken = true;
    const Part = () => {
      if (broken) throw new Error('a bug');
      return <p>队列 12</p>;
    };
    vi.spyOn(console, 'error').mockImplementation(() => {});
    render(
      <>
        <PanelBoundary fallback={(again) => <ErrorState title="未能显示" cause="只影响本页" retryLabel="重试" onRetry={again} />}>
          <Part />
        </PanelBoundary>
        <p>坐席 120</p>
      </>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('未能显示');
    expect(screen.getByText('坐席 120')).toBeVisible();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: '重试' }));
    expect(screen.getByText('队列 12')).toBeVisible();
  });
});

describe('a trend', () => {
  const line = (values: readonly (number | null)[], target?: number) => {
    const { container } = render(<Sparkline values={values} {...(target === undefined ? {} : { target })} />);
    return container;
  };
  test('has a gap where nothing is known, and ends at the last known value', () => {
    const drawn = line([1, 2, null, 3, null]);
    expect(drawn.querySelector('path')?.getAttribute('d')?.match(/M/g)).toHaveLength(2);
    expect(drawn.querySelector('circle')?.getAttribute('cx')).toBe('40.5');
  });
  test('of equal values is level, not a division by zero', () => {
    expect(line([5, 5, 5]).querySelector('path')?.getAttribute('d')).not.toMatch(/NaN|Infinity/);
  });
  test('of nothing is empty', () => {
    expect(line([null, null]).querySelector('path')).toBeNull();
  });
  test('leaves room for its target', () => {
    const drawn = line([1, 2], 10);
    expect(Number(drawn.querySelector('line')?.getAttribute('y1'))).toBeLessThan(Number(drawn.querySelector('circle')?.getAttribute('cy')));
  });
  test('is not read aloud: the number beside it says it', () => {
    expect(line([1, 2]).querySelector('svg')).toHaveAttribute('aria-hidden', 'true');
  });
});

describe('F6', () => {
  beforeEach(() => {
    // jsdom lays nothing out: everything but what is hidden counts as seen.
    vi.spyOn(Element.prototype, 'getClientRects').mockImplementation(function (this: Element) {
      return (this.closest('[hidden]') === null ? [{}] : []) as unknown as DOMRectList;
    });
  });
  const page = () =>
    render(
      <>
        <header data-region="top">
          <button type="button">顶栏</button>
        </header>
        <main data-region="page" tabIndex={-1}>
          <section data-region="queues">
            <button type="button">队列</button>
          </section>
          <section data-region="folded" hidden>
            <button type="button">折叠</button>
          </section>
          <section data-region="seats" tabIndex={-1} aria-label="坐席" />
        </main>
      </>,
    );
  const here = () => document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label');

  test('goes from region to region and round, past frames and what is hidden', () => {
    page();
    const visited = Array.from({ length: 4 }, () => {
      moveToRegion(1);
      return here();
    });
    expect(visited).toEqual(['顶栏', '队列', '坐席', '顶栏']);
  });
  test('and back with shift', () => {
    page();
    const visited = Array.from({ length: 3 }, () => {
      moveToRegion(-1);
      return here();
    });
    expect(visited).toEqual(['坐席', '队列', '顶栏']);
  });
});

describe('keys of several screens', () => {
  test('the newest wins, and its end gives the key back', () => {
    const registry = new ShortcutRegistry();
    const [page, panel] = [vi.fn(), vi.fn()];
    registry.add('page', () => [{ keys: 'Escape', label: '返回', run: page }]);
    const close = registry.add('panel', () => [{ keys: 'Escape', label: '关闭', run: panel }]);
    registry.press('Escape', 0);
    close();
    registry.press('Escape', 10);
    expect([panel.mock.calls.length, page.mock.calls.length]).toEqual([1, 1]);
  });
  test('two keys in a row must follow each other soon', () => {
    const registry = new ShortcutRegistry();
    const go = vi.fn();
    registry.add('page', () => [{ keys: 'g f', label: '现场', run: go }]);
    registry.press('g', 0);
    registry.press('f', 5_000);
    expect(go).not.toHaveBeenCalled();
    registry.press('g', 6_000);
    registry.press('f', 6_500);
    expect(go).toHaveBeenCalledTimes(1);
  });
});
