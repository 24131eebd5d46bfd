import { passwordCost } from './password';

/** Where passwords are only beside the point: what one costs has a test of its own. */
passwordCost.N = 2 ** 4;
