import type { Locator, Page } from 'playwright-core';
import { escalationMessages } from '../../client/i18n/messages/escalations.js';

type Key = keyof typeof escalationMessages;
export type Language = 'zh-CN' | 'en';
/** A question of a form, and its answer: words, `{ pick }` from a list, `{ press }` one of its own buttons, or a tick. */
export type Answers = Readonly<Record<string, string | { readonly pick: string } | { readonly press: string } | true>>;

/** Somebody at a screen with cases: works them as a person does, by keyboard only or by mouse. */
export class CaseHands {
  readonly page: Page;
  readonly #language: Language;
  readonly #by: 'keyboard' | 'mouse';

  constructor(page: Page, language: Language, by: 'keyboard' | 'mouse') {
    this.page = page;
    this.#language = language;
    this.#by = by;
  }

  /** A text of the screen, in this person's language. */
  say(key: Key): string {
    return escalationMessages[key][this.#language];
  }

  async press(target: Locator): Promise<void> {
    if (this.#by === 'mouse') return target.click();
    await this.#tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  /** Answers questions, each found by what it is about. */
  async answer(where: Locator, answers: Answers): Promise<void> {
    for (const [name, value] of Object.entries(answers)) {
      const field = where.locator(`[data-field="${name}"]`);
      await this.put(field.locator('input, select, textarea').first(), value, field);
    }
  }

  async put(input: Locator, value: Answers[string], field: Locator = input): Promise<void> {
    if (typeof value === 'object' && 'press' in value) {
      const button = field.getByRole('button', { name: value.press, exact: true });
      return this.#by === 'mouse' ? button.click() : this.press(button);
    }
    if (this.#by === 'mouse') {
      if (value === true) return input.check();
      if (typeof value === 'string') return input.fill(value);
      const option = input.locator('option', { hasText: value.pick }).first();
      await input.selectOption((await option.getAttribute('value')) ?? '');
      return;
    }
    await this.#tabTo(input);
    if (value === true) return this.page.keyboard.press('Space');
    if (typeof value === 'string') {
      await this.page.keyboard.press('Control+A');
      return this.page.keyboard.type(value);
    }
    // A closed list is chosen from by its first letters.
    await this.page.keyboard.type(value.pick);
    // Until they count as a word of their own; then the next key means something else.
    await input.locator(`option:checked`, { hasText: value.pick }).waitFor({ state: 'attached' });
  }

  async submit(form: Locator): Promise<void> {
    if (this.#by === 'keyboard') await this.page.keyboard.press('Control+Enter');
    else await form.locator('button[type=submit]').click();
  }

  get detail(): Locator {
    return this.page.locator('.case-detail');
  }

  form(step: string): Locator {
    return this.detail.locator(`form[data-step="${step}"]`);
  }

  /** Begins a step of the open case: the natural one by Enter, another one by its button, the rest from the menu. */
  async begin(step: string): Promise<void> {
    const title = this.say(`case.do.${step}` as Key);
    const bar = this.detail.locator('.case-steps');
    await bar.waitFor();
    const button = bar.getByRole('button', { name: new RegExp(`^${title}( |$)`) });
    if ((await button.count()) > 0) {
      const isNext = this.#by === 'keyboard' && (await button.getByText('↵').count()) > 0;
      return isNext ? this.#enter() : this.press(button);
    }
    await this.press(bar.getByRole('button', { name: this.say('case.more') }));
    const menu = this.page.getByRole('menu');
    const item = menu.getByRole('menuitem', { name: new RegExp(`^${title}( |$)`) });
    await item.waitFor();
    if (this.#by === 'mouse') return item.click();
    for (let n = 0; n < 30 && !(await hasFocus(item)); n++) await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
  }

  /** A whole step: begun, answered, accepted. One without questions is done by its press. */
  async take(step: string, answers: Answers = {}): Promise<void> {
    await this.begin(step);
    const form = this.form(step);
    if (Object.keys(answers).length > 0) {
      await form.waitFor();
      await this.answer(form, answers);
      await this.submit(form);
    }
    await form.waitFor({ state: 'detached' });
  }

  /** The card with these words, opened. */
  async open(words: string): Promise<void> {
    const card = this.page.locator('.case-card', { hasText: words });
    await card.waitFor();
    if (this.#by === 'mouse') await card.click();
    else {
      for (let n = 0; n < 30 && !(await hasFocus(card)); n++) await this.page.keyboard.press('j');
      await this.page.keyboard.press('Enter');
    }
    await this.detail.getByRole('heading', { name: words }).waitFor();
  }

  /** This screen says that the open case stands there. */
  async sees(state: string): Promise<void> {
    const words = this.say(`case.state.${state}` as Key);
    const here = state === 'closed' ? this.detail.locator('.case-loop') : this.detail.locator('.case-loop [aria-current=step]');
    await here.getByText(words, { exact: true }).waitFor();
  }

  /** The next step begins from the case itself: nothing else has the focus. */
  async #enter(): Promise<void> {
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await this.page.keyboard.press('Enter');
  }

  async #tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let n = 0; n < 150; n++) {
      if (await hasFocus(target)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`never reached by Tab: ${target}`);
  }
}

/** What has gone meanwhile is not waited for. */
const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement, undefined, { timeout: 5_000 });
