/** The part of jstat (which has no types of its own) that is used here. */
declare module 'jstat' {
  const jstat: {
    readonly jStat: {
      readonly studentt: {
        /** Quantile of Student's t distribution. */
        inv(probability: number, degreesOfFreedom: number): number;
        cdf(x: number, degreesOfFreedom: number): number;
      };
    };
  };
  export default jstat;
}
