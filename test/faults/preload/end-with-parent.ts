// A test that ends early takes its programs with it.
process.once('disconnect', () => process.exit(1));
process.channel?.unref();
