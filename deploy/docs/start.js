/* Everything comes from the service itself: no validator badge, no other origin. */
window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#contract",
  deepLinking: true,
  filter: true,
  validatorUrl: null,
  docExpansion: "none",
  persistAuthorization: false,
  tryItOutEnabled: true,
});
