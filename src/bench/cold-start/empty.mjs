// A Worker without a module: what the runtime itself takes.

export default {
  fetch: (request) => new Response(request.body),
};
