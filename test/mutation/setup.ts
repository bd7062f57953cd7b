import fc from 'fast-check';

// A mutant is noticed or not: by the same cases in every run.
fc.configureGlobal({ seed: 20_260_701 });
