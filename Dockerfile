# The register as one image: the application, its compiled translations and collected static files.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements/run.txt requirements/saml.txt requirements/
# --build-arg SAML=yes for sign-in by SAML too
ARG SAML=
RUN pip install --require-hashes -r requirements/run.txt \
    && if [ -n "$SAML" ]; then pip install --require-hashes -r requirements/saml.txt; fi

COPY manage.py ./
COPY accounts accounts
COPY registry registry
COPY scripts scripts
COPY static static
COPY templates templates
# Collecting asks for settings but uses no secret; these two values stay in this one command.
RUN python scripts/messages.py compile \
    && SECRET_KEY=collecting ALLOWED_HOSTS=localhost DATABASE_URL=sqlite://:memory: \
        python manage.py collectstatic --no-input --verbosity 0 \
    && useradd --system --no-create-home register
USER register

EXPOSE 8000
CMD ["gunicorn", "registry.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--preload"]
