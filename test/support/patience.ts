/**
 * The limits of tests end what hangs; they say nothing of how fast something is. On a machine that others work on too
 * everything takes several times as long.
 */
export const mochaHooks = {
  beforeEach(this: Mocha.Context): void {
    const test = this.currentTest;
    if (test && test.timeout() > 0) test.timeout(test.timeout() * 5);
  },
};
