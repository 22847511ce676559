// A Worker without a module: the cost of the runtime alone.

export default {
  fetch: (request) => new Response(request.body),
};
