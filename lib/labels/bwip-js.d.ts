/** The package types its entry for bundlers only; this is the part of the Node entry that is used. */
declare module 'bwip-js/node' {
  const encoder: {
    /** `sbs`: widths of bar and space in turn. */
    raw(options: { bcid: string; text: string }): { sbs: number[] }[];
  };
  export default encoder;
}
