import allocate from './ko/allocate.json';
import bundle from './ko/bundle.json';
import claims from './ko/claims.json';
import collect from './ko/collect.json';
import errors from './ko/errors.json';
import frame from './ko/frame.json';
import match from './ko/match.json';
import ship from './ko/ship.json';
import stock from './ko/stock.json';
import ui from './ko/ui.json';

/** Every namespace of the Korean text, one line each; keys are checked against it by the compiler. */
export const ko = { allocate, bundle, claims, collect, errors, frame, match, ship, stock, ui };
