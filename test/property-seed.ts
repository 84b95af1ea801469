// Property tests draw the same cases at each run of the suite, so that a change is judged by what it changed.
// `npm run test:explore` draws new ones; what it finds is corrected, and its counterexample becomes a test.

import fc from "fast-check";

const { PROPERTY_SEED: seed = "20261121" } = process.env;

if (seed !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
