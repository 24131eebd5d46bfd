/** What a rule calls when it runs, however deep: the layers without what is imported for its type. */
const { options } = require('./.dependency-cruiser.cjs');
const swc = require('@swc/core');

const { parseFileSync } = swc;
swc.parseFileSync = (...asked) => {
  const file = parseFileSync(...asked);
  return { ...file, body: file.body.filter((statement) => !isOfTypes(statement)) };
};

function isOfTypes({ type, typeOnly, specifiers = [] }) {
  if (type !== 'ImportDeclaration') return false;
  return typeOnly || (specifiers.length > 0 && specifiers.every(({ isTypeOnly }) => isTypeOnly));
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'rules-are-pure',
      comment: 'A plan computes; it reads and writes nothing.',
      severity: 'error',
      from: { path: '^lib/.*(/(rows|key|reasons)|[/-](plan|mapper))\\.ts$' },
      to: { path: '^(db/|node_modules/(drizzle-orm|postgres|next)/|lib/context)', reachable: true },
    },
  ],
  options,
};
