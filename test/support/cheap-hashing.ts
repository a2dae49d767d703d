/** As cheap as argon2 allows, for tests that are about anything but its cost. */
export const cheapHashing = { memoryKiB: 64, passes: 1 };
