import type { QueueConfig, SiteConfig } from './site-config.js';

export type Person = SiteConfig['people'][number] & { readonly order: number };
export type ConfiguredQueue = QueueConfig & { readonly order: number };

interface Index {
  readonly people: ReadonlyMap<string, Person>;
  readonly queues: ReadonlyMap<string, ConfiguredQueue>;
}

/** A site file is searched once for each agent and queue discovered; a configuration is never changed, only replaced. */
const indexes = new WeakMap<SiteConfig, Index>();

function indexOf(config: SiteConfig): Index {
  let index = indexes.get(config);
  if (index === undefined) {
    index = {
      people: new Map(config.people.map((person, order) => [person.key, { ...person, order }])),
      queues: new Map(config.queues.map((queue, order) => [queue.key, { ...queue, order }])),
    };
    indexes.set(config, index);
  }
  return index;
}

export const personOf = (config: SiteConfig, key: string): Person | undefined => indexOf(config).people.get(key);
export const configuredQueueOf = (config: SiteConfig, key: string): ConfiguredQueue | undefined => indexOf(config).queues.get(key);
