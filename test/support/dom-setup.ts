import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

// How long to look for what is to appear. It is patience with a busy machine, not a claim about speed.
configure({ asyncUtilTimeout: 10_000 });
