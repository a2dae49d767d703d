// PINs: what Customer Care asks for on the phone before changing anything. Sealed at rest.
//   pin         a new random one, and the form of the person's own
//   insert-pin  the account's first
export { insertPin } from './insert-pin.ts';
export { checkPinForm, newPin } from './pin.ts';
export { migrations } from './pins.migrations.ts';
