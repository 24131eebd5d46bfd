import errors from './ko/errors.json';
import frame from './ko/frame.json';
import match from './ko/match.json';
import ship from './ko/ship.json';
import ui from './ko/ui.json';

/** Every namespace of the Korean text, one line each; keys are checked against it by the compiler. */
export const ko = { errors, frame, match, ship, ui };
