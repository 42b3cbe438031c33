import type { LabScenario } from './lab.js';
import type { MetricName } from './study.js';

/**
 * Queues that no closed form describes, as an independent simulator measured them: one in C, 40 replications of
 * 1,000,000 calls each after 50,000 of warm-up, seed 20261. `ci95` is half the 95 % confidence interval of the mean.
 */
export const SIMULATED: readonly {
  readonly id: string;
  readonly test: 'V4' | 'V5';
  /** The scenario of another test. */
  readonly sameAs?: string;
  readonly scenario: LabScenario;
  readonly wanted: { readonly [M in MetricName]?: { readonly mean: number; readonly ci95: number } };
}[] = [
  {
    id: 'SIM-001',
    test: 'V4',
    sameAs: 'V2',
    scenario: { arrivalsPerSec: 0.8, ahtSec: 60, agents: 50, targetSec: 20, shortAbandonSec: 5, patience: { meanSec: 120 } },
    wanted: {
      pWait: { mean: 0.468217925, ci95: 0.00154 },
      pAbandon: { mean: 0.031034, ci95: 0.00018 },
      slOffered: { mean: 0.942697875, ci95: 0.000584 },
      slExShort: { mean: 0.957331587, ci95: 0.000547 },
      asaSec: { mean: 3.62748017, ci95: 0.0228 },
      avgWaitAllSec: { mean: 3.72161788, ci95: 0.023 },
      occupancy: { mean: 0.930473799, ci95: 0.000275 },
      totalArrivalRate: { mean: 0.800152723, ci95: 0.000236 },
    },
  },
  {
    id: 'SIM-002',
    test: 'V4',
    sameAs: 'V1',
    scenario: { arrivalsPerSec: 100 / 1_800, ahtSec: 180, agents: 14, targetSec: 20, shortAbandonSec: 5 },
    wanted: {
      pWait: { mean: 0.173808375, ci95: 0.000712 },
      pAbandon: { mean: 0, ci95: 0 },
      slOffered: { mean: 0.888561525, ci95: 0.000612 },
      slExShort: { mean: 0.888561525, ci95: 0.000612 },
      asaSec: { mean: 7.8033579, ci95: 0.0554 },
      avgWaitAllSec: { mean: 7.8033579, ci95: 0.0554 },
      occupancy: { mean: 0.714150038, ci95: 0.000382 },
      totalArrivalRate: { mean: 0.055553255, ci95: 2.26e-5 },
    },
  },
  {
    id: 'SIM-003',
    test: 'V4',
    scenario: { arrivalsPerSec: 100 / 1_800, ahtSec: 180, agents: 14, targetSec: 20, shortAbandonSec: 5, serviceCv: 1.28 },
    wanted: {
      pWait: { mean: 0.177515175, ci95: 0.000605 },
      pAbandon: { mean: 0, ci95: 0 },
      slOffered: { mean: 0.885891925, ci95: 0.000513 },
      slExShort: { mean: 0.885891925, ci95: 0.000513 },
      asaSec: { mean: 8.62091675, ci95: 0.064 },
      avgWaitAllSec: { mean: 8.62091675, ci95: 0.064 },
      occupancy: { mean: 0.714304799, ci95: 0.000316 },
      totalArrivalRate: { mean: 0.0555661613, ci95: 1.64e-5 },
    },
  },
  {
    id: 'SIM-005',
    test: 'V4',
    scenario: {
      arrivalsPerSec: 0.8,
      ahtSec: 60,
      agents: 50,
      targetSec: 20,
      shortAbandonSec: 5,
      serviceCv: 1.28,
      patience: { meanSec: 120 },
    },
    wanted: {
      pWait: { mean: 0.4686941, ci95: 0.00162 },
      pAbandon: { mean: 0.03146975, ci95: 0.000183 },
      slOffered: { mean: 0.939694725, ci95: 0.000595 },
      slExShort: { mean: 0.954315128, ci95: 0.00057 },
      asaSec: { mean: 3.67401114, ci95: 0.0223 },
      avgWaitAllSec: { mean: 3.77372841, ci95: 0.0228 },
      occupancy: { mean: 0.929566504, ci95: 0.00031 },
      totalArrivalRate: { mean: 0.800018571, ci95: 0.000293 },
    },
  },
  {
    id: 'SIM-006',
    test: 'V4',
    scenario: {
      arrivalsPerSec: 0.08,
      ahtSec: 240,
      agents: 20,
      targetSec: 15,
      shortAbandonSec: 5,
      serviceCv: 1,
      patience: { meanSec: 300 },
    },
    wanted: {
      pWait: { mean: 0.4872921, ci95: 0.000787 },
      pAbandon: { mean: 0.065227275, ci95: 0.00019 },
      slOffered: { mean: 0.615625175, ci95: 0.000782 },
      slExShort: { mean: 0.620428728, ci95: 0.000785 },
      asaSec: { mean: 18.5956252, ci95: 0.054 },
      avgWaitAllSec: { mean: 19.5704869, ci95: 0.0554 },
      occupancy: { mean: 0.897197635, ci95: 0.000255 },
      totalArrivalRate: { mean: 0.0800018571, ci95: 2.93e-5 },
    },
  },
  {
    id: 'SIM-008',
    test: 'V4',
    scenario: {
      arrivalsPerSec: 0.08,
      ahtSec: 240,
      agents: 20,
      targetSec: 15,
      shortAbandonSec: 5,
      serviceCv: 1,
      patience: { meanSec: 300, shape: 0.7 },
    },
    wanted: {
      pWait: { mean: 0.403774975, ci95: 0.000664 },
      pAbandon: { mean: 0.0824972, ci95: 0.00019 },
      slOffered: { mean: 0.706009225, ci95: 0.000608 },
      slExShort: { mean: 0.724228041, ci95: 0.000594 },
      asaSec: { mean: 10.5959499, ci95: 0.029 },
      avgWaitAllSec: { mean: 11.2253438, ci95: 0.0294 },
      occupancy: { mean: 0.880628242, ci95: 0.000244 },
      totalArrivalRate: { mean: 0.0800018571, ci95: 2.93e-5 },
    },
  },
  {
    id: 'SIM-010',
    test: 'V5',
    scenario: {
      arrivalsPerSec: 0.08,
      ahtSec: 240,
      agents: 20,
      targetSec: 15,
      shortAbandonSec: 5,
      patience: { meanSec: 180 },
      redial: { probability: 0.33, meanSec: 600 },
    },
    wanted: {
      pWait: { mean: 0.481897075, ci95: 0.000921 },
      pAbandon: { mean: 0.093023275, ci95: 0.000286 },
      slOffered: { mean: 0.6267203, ci95: 0.000933 },
      slExShort: { mean: 0.634769922, ci95: 0.000929 },
      asaSec: { mean: 15.4645729, ci95: 0.0507 },
      avgWaitAllSec: { mean: 16.7422241, ci95: 0.0533 },
      occupancy: { mean: 0.898151068, ci95: 0.0002 },
      totalArrivalRate: { mean: 0.0825499753, ci95: 2.87e-5 },
    },
  },
];
