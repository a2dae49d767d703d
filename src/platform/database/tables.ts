/**
 * Every table of the product, by name. It is empty here, because the platform knows no account: each
 * feature adds its own tables by declaration merging in its `<feature>.tables.ts`:
 *
 *     declare module '../../platform/database/tables.ts' {
 *       interface Tables { pins: PinsTable }
 *     }
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the features
export interface Tables {}
