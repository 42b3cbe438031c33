import type { AmiMessage } from '../message.js';

export interface QueueSettings {
  readonly wrapUpMs: number;
}

/**
 * `GetConfig queues.conf`: the only place where a queue's wrap-up time can be read. Headers are
 * `Category-000001: sales` and `Line-000001-000003: wrapuptime=5`.
 */
export function parseQueuesConf(message: AmiMessage): Map<string, QueueSettings> | undefined {
  if (!message.has('Category-000000')) return undefined;
  const names = new Map<string, string>();
  const seconds = new Map<string, number>();
  for (const [header, value] of message.entries()) {
    const category = /^Category-(\d{6,})$/.exec(header)?.[1];
    if (category !== undefined) {
      names.set(category, value.trim());
      continue;
    }
    const line = /^Line-(\d{6,})-\d{6,}$/.exec(header)?.[1];
    const wrapUp = /^wrapuptime\s*=>?\s*(\d{1,6})\s*$/i.exec(value)?.[1];
    if (line !== undefined && wrapUp !== undefined) seconds.set(line, Number(wrapUp));
  }
  const settings = new Map<string, QueueSettings>();
  for (const [category, name] of names) settings.set(name, { wrapUpMs: (seconds.get(category) ?? 0) * 1_000 });
  return settings;
}
