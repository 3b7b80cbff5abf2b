// Sends a file with the usual client of tus: upload.mjs ENDPOINT TOKEN HASH FILE PLACES [PIECE]
// PLACES is a file in which the client notes where uploads stand, so that a second run goes on with the first.
import { createReadStream } from 'node:fs'
import { FileUrlStorage, Upload } from 'tus-js-client'

const [endpoint, token, hash, file, places, piece] = process.argv.slice(2)

const upload = new Upload(createReadStream(file), {
  endpoint,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: 'minh chứng.pdf', hash },
  urlStorage: new FileUrlStorage(places),
  chunkSize: piece ? Number(piece) : Infinity,
  retryDelays: [50, 100, 200, 400, 800, 1600],
  onAfterResponse: (request, response) => {
    console.log(request.getMethod(), response.getStatus(), response.getHeader('Upload-Offset') ?? '')
  },
  onSuccess: () => console.log('whole'),
  onError: (error) => {
    console.error(String(error))
    process.exitCode = 1
  },
})

const [before] = await upload.findPreviousUploads()
if (before) upload.resumeFromPreviousUpload(before)
upload.start()
