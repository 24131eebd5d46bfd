import { subscribe } from 'node:diagnostics_channel';

// Preloaded into the application where no proxy stands before it: whoever calls may claim any address,
// and Next writes down the one of the connection only where none is claimed.
subscribe('http.server.request.start', ({ request }) => {
  delete request.headers['x-forwarded-for'];
});
