/** Every number the floor shows, by the name its definition has. The ids are those of the domain's metric table. */
export const METRICS = {
  serviceLevel: 'M-07',
  waiting: 'M-12',
  longestWait: 'M-13',
  offered: 'M-01',
  answered: 'M-02',
  handled: 'M-03',
  abandoned: 'M-04',
  shortAbandoned: 'M-05',
  flowout: 'M-06',
  rejected: 'M-06r',
  asa: 'M-08',
  ata: 'M-09',
  abandonRate: 'M-10',
  answerRate: 'M-11',
  transferRate: 'M-15',
  aht: 'M-16',
  talkTime: 'M-17t',
  holdTime: 'M-17h',
  wrapUpTime: 'M-17w',
  repeatRate: 'M-18',
  occupancy: 'M-20',
  ringNoAnswer: 'M-25',
  staffed: 'M-28',
} as const;

export type Metric = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as readonly Metric[];
export const isMetric = (name: string): name is Metric => Object.hasOwn(METRICS, name);
