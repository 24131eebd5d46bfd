import createNextIntlPlugin from 'next-intl/plugin';

const withMessages = createNextIntlPlugin('./lib/i18n.ts');

/** Headers that never change; the Content-Security-Policy changes with each request (proxy.ts). */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(self), microphone=(), geolocation=()' },
];

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  agentRules: false,
  // `npm run types` checks the whole project; a user's first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // A run over "all" names every id that its confirmation counted.
    serverActions: { bodySizeLimit: '4mb' },
    agentUpgrade: false,
    // Each screen is loaded when somebody first opens it, and not all while the first is waited for.
    preloadEntriesOnStart: false,
    // What would help a second build is a third of the first one's work, and mostly there is no second.
    turbopackFileSystemCacheForBuild: process.env.MOA_HAS_BUILT === '1',
  },
  headers: async () => [{ source: '/:path*', headers }],
};

export default withMessages(config);
