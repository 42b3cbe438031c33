import fc from 'fast-check';

/**
 * Properties are tried on other examples each time, except where a change is judged: there, what fails must be the change's doing.
 * A failure tells its seed; `PROPERTY_SEED=<seed>` tries the same examples again.
 */
const FIXED_SEED = 20_261_122;
const wished = process.env.PROPERTY_SEED;
if (wished !== undefined) fc.configureGlobal({ seed: Number(wished) });
else if (process.env.CI) fc.configureGlobal({ seed: FIXED_SEED });
