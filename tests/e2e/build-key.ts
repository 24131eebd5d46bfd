/**
 * What server actions close over is encrypted with the key of the build, so every start of the
 * browser tests has the key of the one build that they share. It protects nothing.
 */
export const serverActionsKey = Buffer.alloc(32, 'moa browser tests').toString('base64');
