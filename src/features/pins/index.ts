// PINs: what Customer Care asks for on the phone before changing anything. Sealed at rest.
//   pin         a new random one, and the form of the person's own
//   insert-pin  the account's first
//   change-pin  another one, with the notice of it
//   show-pin    for its owner's own eyes, and recorded
//   kept-pin    for comparing, and to know when it was changed
//   check-pin   for Customer Care: yes or no, five wrong ones a day
export { changePin } from './change-pin.ts';
export { checkPin, judgePins } from './check-pin.ts';
export { insertPin } from './insert-pin.ts';
export { type KeptPin, keptPin, openKeptPin } from './kept-pin.ts';
export { checkPinForm, newPin } from './pin.ts';
export { migrations } from './pins.migrations.ts';
export { showPin } from './show-pin.ts';
